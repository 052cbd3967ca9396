import DOMPurify from "dompurify";
import React from "react";

const BANNER = { __html: "<b>Sale</b>" };

export function Comment({ comment }: { comment: { text: string } }) {
  // ruleid: js.react-dangerous-html
  return <p dangerouslySetInnerHTML={{ __html: comment.text }} />;
}

export function Page({ body }: { body: string }) {
  return (
    <article
      className="page"
      // ruleid: js.react-dangerous-html
      dangerouslySetInnerHTML={{ __html: body }}
    />
  );
}

export function Title({ title }: { title: string }) {
  // ruleid: js.react-dangerous-html
  return <h1 dangerouslySetInnerHTML={{ __html: `<em>${title}</em>` }} />;
}

export function Plain({ comment }: { comment: { text: string } }) {
  // ok: js.react-dangerous-html
  return <p>{comment.text}</p>;
}

export function Clean({ body }: { body: string }) {
  // ok: js.react-dangerous-html
  return <article dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(body) }} />;
}

export function Prepared({ body }: { body: string }) {
  const cleanBody = DOMPurify.sanitize(body);
  // ok: js.react-dangerous-html
  return <article dangerouslySetInnerHTML={{ __html: cleanBody }} />;
}

export function Banner() {
  // ok: js.react-dangerous-html
  return <p dangerouslySetInnerHTML={{ __html: "<b>Sale</b>" }} />;
}

export function Structured({ data }: { data: object }) {
  // ok: js.react-dangerous-html
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: JSON.stringify(data) }} />;
}
