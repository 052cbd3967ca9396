/* defines: MAX_SIZE node colour add_node parse_line bsd_style SQUARE */
/* not: main_loop if return tail other char while printf GUARD_H */
#define GUARD_H
#define MAX_SIZE 10
#define SQUARE(x) ((x) * (x))
struct node {
    struct node *tail;
};
enum colour
{ RED };
static struct node *add_node(struct node *to, int value) {
    if (value) {
        return other(value);
    }
    else if (to) {
        while (main_loop(1)) { printf("x"); }
    }
}
const char *parse_line(
    const char *line,
    int size)
{
    return line;
}
static int
bsd_style(int a)
{
    return a;
}
int declared_only(int a);
