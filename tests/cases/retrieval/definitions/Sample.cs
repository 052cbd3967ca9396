// defines: App.Core Invoice Total Point Sum IStore Add Map
// not: await foreach lock Parse get
namespace App.Core;
public sealed partial class Invoice<T> : Base where T : class
{
    public async Task<int> Total(int a)
    {
        foreach (var x in Parse(a)) { await Add(x); }
        lock (this) { }
    }
    public int Size { get; set; }
    public int Sum(int a, int b) => a + b;
    internal static T Map<T>(T from) {
        return from;
    }
}
public record Point(int X, int Y) { }
public interface IStore {
    void Add(int x) { }
}
