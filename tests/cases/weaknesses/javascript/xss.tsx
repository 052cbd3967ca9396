import React, { useEffect, useRef } from 'react';
import { renderToString } from 'react-dom/server';
import { useSearchParams } from 'next/navigation';
import type { GetServerSideProps } from 'next';
import DOMPurify from 'isomorphic-dompurify';
import serialize from 'serialize-javascript';
import express, { Request, Response } from 'express';

export const app = express();

interface Filters {
  term: string;
  page: number;
}

function Results({ term, page }: Filters) {
  return (
    <main>
      Page {page} of the results for {term}
    </main>
  );
}

// unsafe: xss - server-side prop from the query as raw HTML
interface ProfileProps {
  bio: string;
}

export const getServerSideProps: GetServerSideProps<ProfileProps> = async ({ query }) => ({
  props: { bio: String(query.bio ?? '') },
});

export default function ProfilePage({ bio }: ProfileProps) {
  return <section dangerouslySetInnerHTML={{ __html: bio }} />;
}

// safe: xss - React escapes children
export function AboutPage() {
  const params = useSearchParams();
  const bio = params.get('bio') ?? '';
  return <section title={bio}>{bio}</section>;
}

// unsafe: xss - state as JSON inside a script element, </script> ends it
app.get('/results', (req: Request, res: Response) => {
  const state: Filters = { term: String(req.query.term), page: Number(req.query.page) };
  const markup = renderToString(<Results {...state} />);
  res.send(`<div id="root">${markup}</div><script>window.__STATE__ = ${JSON.stringify(state)}</script>`);
});

// safe: xss - state written by serialize-javascript, which escapes angle brackets
app.get('/hits', (req: Request, res: Response) => {
  const state: Filters = { term: String(req.query.term), page: Number(req.query.page) };
  const markup = renderToString(<Results {...state} />);
  res.send(`<div id="root">${markup}</div><script>window.__STATE__ = ${serialize(state, { isJSON: true })}</script>`);
});

// unsafe: xss - an effect that writes the search text past React
export function Highlight({ label }: { label: string }) {
  const params = useSearchParams();
  const target = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const words = (params.get('q') ?? '').split(' ').map((word) => `<mark>${word}</mark>`);
    if (target.current) {
      target.current.innerHTML = words.join(' ');
    }
  }, [params]);
  return <p ref={target} aria-label={label} />;
}

// safe: xss - the HTML is cleaned before React takes it
export function Comment() {
  const params = useSearchParams();
  const words = (params.get('q') ?? '').split(' ').map((word) => `<mark>${word}</mark>`);
  const html = DOMPurify.sanitize(words.join(' '), { ALLOWED_TAGS: ['mark'], ALLOWED_ATTR: [] });
  return <p dangerouslySetInnerHTML={{ __html: html }} />;
}

// safe: xss - HTML out of a constant table, the query only chooses
export function Hint() {
  const params = useSearchParams();
  const hints = new Map<string, string>([
    ['keys', 'Press <kbd>?</kbd> for help'],
    ['theme', 'Try the <b>dark</b> theme'],
  ]);
  const html = hints.get(params.get('hint') ?? '') ?? '';
  return <aside dangerouslySetInnerHTML={{ __html: html }} />;
}
