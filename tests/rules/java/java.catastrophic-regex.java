package words;

import java.util.regex.Pattern;

class Words {
    // ruleid: java.catastrophic-regex
    private static final Pattern NAMES = Pattern.compile("^([a-z]+)+$");
    // ok: java.catastrophic-regex
    private static final Pattern PLAIN = Pattern.compile("^[a-z]+(?:-[a-z]+)*$");
    // ok: java.catastrophic-regex
    private static final Pattern POSSESSIVE = Pattern.compile("^([a-z]+)++$");
    // ok: java.catastrophic-regex
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
    // ok: java.catastrophic-regex
    private static final Pattern APART = Pattern.compile("([a-z]|[0-9])+");

    boolean matches(String text) {
        // ruleid: java.catastrophic-regex
        return text.matches("(\\w*\\s?)*!");
    }

    String replaced(String text) {
        // ruleid: java.catastrophic-regex
        return text.replaceAll("(.*,){12}x", "");
    }

    String[] split(String text) {
        // ok: java.catastrophic-regex
        return text.split("\\s*,\\s*");
    }
}
