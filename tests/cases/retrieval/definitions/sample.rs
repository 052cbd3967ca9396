// defines: Point Shape area new fmt Colour parse_all LIMIT shout helper Point load_raw
// not: Display i32 fn self Debug
pub(crate) struct Point<T> { x: T }
#[derive(Debug)]
pub enum Colour { Red }
pub trait Shape {
    fn area(&self) -> f64;
}
impl<T> Point<T> {
    pub fn new(x: T) -> Self { Point { x } }
}
impl std::fmt::Display for Point<i32> {
    fn fmt(&self, f: &mut Formatter) -> Result { todo!() }
}
pub async unsafe fn parse_all() {}
const LIMIT: usize = 3;
macro_rules! shout { () => {} }
#[inline] const fn helper() {}
pub unsafe extern "C" fn load_raw() {}
