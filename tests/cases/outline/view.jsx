export default function View({ items }) { return <ul>{items}</ul>; }
