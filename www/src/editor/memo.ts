// A component that renders again only if its properties differ.
import { Component, type FunctionComponent, h } from "preact";

export function memo<Props extends object>(
  Inner: FunctionComponent<Props>,
  same: (a: Props, b: Props) => boolean,
): FunctionComponent<Props> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props) {
      return !same(this.props as Props, next);
    }
    override render() {
      return h(Inner, this.props as Props);
    }
  }
  return Memo as unknown as FunctionComponent<Props>;
}
