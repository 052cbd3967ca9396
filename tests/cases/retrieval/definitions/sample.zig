// defines: add Point limit init quick
// not: fn struct local
pub const Point = struct {
    pub fn init() Point {
        const local = 1;
    }
};
const limit = 3;
export fn add(a: i32) i32 { return a; }
inline fn quick() void {}
