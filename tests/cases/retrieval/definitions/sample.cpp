// defines: geo Shape area Circle ~Circle scale Colour max_of begin
// not: forward runner thread ready std return
namespace geo {
class forward;
class Shape : public Base {
  public:
    virtual double area() const noexcept override { return 0; }
};
Circle::Circle(int r) : r_(r), n_(0) {
}
Circle::~Circle() {
}
std::vector<int> scale(const std::vector<int>& in, int by) {
    std::thread runner([&] { return ready(); });
    return forward(in);
}
enum class Colour { Red };
template <typename T> T max_of(T a, T b) {
    return a;
}
Iterator& Circle::begin() {
}
}
