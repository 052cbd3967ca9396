// defines: Token transfer Moved onlyOwner
// not: address public
contract Token {
    event Moved(address a);
    modifier onlyOwner() { _; }
    function transfer(address a) public { }
}
