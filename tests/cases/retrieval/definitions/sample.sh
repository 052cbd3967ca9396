# defines: build clean deploy-all run
# not: if echo then
function build {
  echo "x"
}
clean() {
  if true; then echo; fi
}
deploy-all () {
  clean
}
run()
{
  build
}
