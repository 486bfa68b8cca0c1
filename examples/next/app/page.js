import Link from 'next/link';

export default function Front() {
  return <Link href="/news/1">Article 1</Link>;
}
