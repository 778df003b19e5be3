import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";

const plugins = [remarkGfm];

/** Markdown as React elements: raw HTML in it stays text, and links leave the page without telling where from. */
export default function Markdown({ text }: { readonly text: string }) {
  return (
    <ReactMarkdown
      remarkPlugins={plugins}
      components={{
        // A link to where no page may lead has lost its address: it is plain text then.
        a: ({ children, href }) =>
          href ? (
            <a href={href} target="_blank" rel="noreferrer noopener">
              {children}
            </a>
          ) : (
            <span>{children}</span>
          ),
        // An image would be fetched from wherever its author says.
        img: ({ alt }) => <span className="text-muted">[image: {alt}]</span>,
      }}
    >
      {text}
    </ReactMarkdown>
  );
}
