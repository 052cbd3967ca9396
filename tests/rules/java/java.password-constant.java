package stores;

import org.springframework.beans.factory.annotation.Value;

class Stores {
    // ruleid: java.password-constant
    private static final String DB_PASSWORD = "Winter-2021";
    // ok: java.password-constant
    private static final String PASSWORD_FIELD = "password1";
    // ok: java.password-constant
    private static final String RESET_PASSWORD = "reset password";
    // ok: java.password-constant
    private static final String PASSWORD = System.getenv("SHOP_PASSWORD_1");

    @Value("${shop.password}")
    private String password;

    void written() {
        // ruleid: java.password-constant
        String apiKey = "live-4f8a2b7c";
        // ruleid: java.password-constant
        this.password = "Winter-2021";
        use(apiKey);
    }

    void asked(String given) {
        // ok: java.password-constant
        String passwd = given;
        // ok: java.password-constant
        String template_password = "${shop.password1}";
        use(passwd);
    }
}

class Compared {
    boolean admitted(String password, String field) {
        // ruleid: java.password-constant
        boolean one = password.equals("L3t-me-in!");
        // ruleid: java.password-constant
        boolean two = "L3t-me-in!".equals(password);
        // ok: java.password-constant
        boolean three = password.equals("");
        // ok: java.password-constant
        boolean four = field.equals("password1");
        // ok: java.password-constant
        return password.equals(repeated);
    }
}

class NoPasswords {
    // ok: java.password-constant
    static final String RESET_PASSWORD = "/account/reset-password/v2";
    // ok: java.password-constant
    String hidden = mask.equals("********") ? "" : password;
    // ok: java.password-constant
    boolean same = password.equals("********");
}
