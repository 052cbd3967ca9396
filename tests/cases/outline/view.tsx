export const View = ({ items }: Props) => <ul onClick={go}>{items.map((item) => <Row key={item.id} />)}</ul>;
