# defines: Server start_link handle? secret unless_ok Sized is_small
# not: do end GenServer
defmodule Shop.Cart.Server do
  use GenServer
  def start_link(opts) do
  end
  def handle?(x), do: true
  defp secret(x), do: x
  defmacro unless_ok(x) do
  end
  defguard is_small(x) when x < 3
end
defprotocol Sized do
end
