#!/usr/bin/python3
"""A WebKitGTK browser for WebDriver. Its session is kept in PROFILE, or private without: MiniBrowser's always is."""
import os
import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2

profile = os.environ.get("PROFILE")
if profile:
    data = WebKit2.WebsiteDataManager(
        base_data_directory=f"{profile}/data", base_cache_directory=f"{profile}/cache"
    )
    context = WebKit2.WebContext.new_with_website_data_manager(data)
else:
    context = WebKit2.WebContext.new_ephemeral()
context.set_automation_allowed(True)

window = Gtk.Window()
window.set_default_size(1280, 800)
tabs = Gtk.Notebook(show_tabs=False, show_border=False)
window.add(tabs)


def tab():
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    view.show()
    tabs.set_current_page(tabs.append_page(view, None))
    view.connect("close", lambda closed: tabs.remove_page(tabs.page_num(closed)))
    return view


# The driver asks for its first tab too.
unused = [tab()]


def started(_context, session):
    info = WebKit2.ApplicationInfo()
    info.set_name("webkit-app")
    session.set_application_info(info)
    session.connect("create-web-view", lambda _session: unused.pop() if unused else tab())


context.connect("automation-started", started)
window.connect("destroy", Gtk.main_quit)
window.show_all()
Gtk.main()
