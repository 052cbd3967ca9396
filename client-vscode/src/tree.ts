/** The tree "OMNI": what the server says there is to see, drawn as it is. */
import type { Disposable, TreeDataProvider } from "vscode";
import { EventEmitter, Range, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, window } from "vscode";
import type { Node } from "./protocol";
import type { Session } from "./session";

export function showTree(session: Session): Disposable {
  const tree = new Tree(session);
  const view = window.createTreeView("omni.overview", { treeDataProvider: tree, showCollapseAll: true });
  return {
    dispose: () => {
      view.dispose();
      tree.dispose();
    },
  };
}

class Tree implements TreeDataProvider<Node>, Disposable {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;

  private readonly listening: Disposable;
  private shown = "[]";

  constructor(private readonly session: Session) {
    this.listening = session.onDidChange(() => this.update());
  }

  getChildren(node?: Node): Node[] {
    return [...((node === undefined ? this.session.status?.tree : node.children) ?? [])];
  }

  getTreeItem(node: Node): TreeItem {
    return itemOf(node, this.isOpenAtFirst(node));
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }

  /** What there is, and who found it; VS Code remembers what people close. */
  private isOpenAtFirst(node: Node): boolean {
    const roots = this.session.status?.tree ?? [];
    return roots.some((root) => root === node || (root.id === "findings" && root.children?.includes(node)));
  }

  /** A status comes with every step of a run, and mostly with the same tree, which need not be drawn again. */
  private update(): void {
    const tree = JSON.stringify(this.session.status?.tree ?? []);
    if (tree !== this.shown) {
      this.shown = tree;
      this.changed.fire();
    }
  }
}

function itemOf(node: Node, isOpen: boolean): TreeItem {
  const { Collapsed, Expanded, None } = TreeItemCollapsibleState;
  // Open even while there is nothing in it: VS Code would keep it closed when there is.
  const item = new TreeItem(node.label, isOpen ? Expanded : node.children === undefined ? None : Collapsed);
  item.id = node.id;
  item.description = node.description ?? "";
  item.tooltip = node.tooltip ?? node.label;
  if (node.icon !== undefined) {
    item.iconPath = new ThemeIcon(node.icon);
  }
  if (node.target !== undefined) {
    const { start, end } = node.target.range;
    const selection = new Range(start.line, start.character, end.line, end.character);
    const where = [Uri.parse(node.target.uri), { selection, preview: true }];
    item.command = { title: "Open", command: "vscode.open", arguments: where };
  } else if (node.command?.startsWith("omni.")) {
    item.command = { title: node.label, command: node.command, arguments: [...(node.arguments ?? [])] };
  }
  return item;
}
