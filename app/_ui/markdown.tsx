import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";

const plugins = [remarkGfm];

interface MarkdownProps {
  readonly text: string;
  /** The level that its highest headings have on the page. Default: 1. */
  readonly topLevel?: 1 | 4;
}

/** Markdown as React elements: raw HTML in it stays text, and links leave the page without telling where from. */
export default function Markdown({ text, topLevel = 1 }: MarkdownProps) {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={topLevel === 1 ? components : lowered}>
      {text}
    </ReactMarkdown>
  );
}

const components: Components = {
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
};

/** Headings look as they do anywhere, and are read out as what they are under a heading of level 3. */
const lowered: Components = {
  ...components,
  h1: ({ children }) => <h1 aria-level={4}>{children}</h1>,
  h2: ({ children }) => <h2 aria-level={5}>{children}</h2>,
  h3: ({ children }) => <h3 aria-level={6}>{children}</h3>,
};
