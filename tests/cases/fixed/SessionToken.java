public class SessionToken {
    static String token() {
        String token = Double.toString(Math.random()).substring(2);
        return token;
    }

    public static void main(String[] arguments) {
        if (token().isEmpty() || token().equals(token())) {
            throw new AssertionError();
        }
    }
}
