package hooks;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;

class Hooks {
    boolean raw(Mac mac, byte[] body, byte[] given) {
        // ruleid: java.timing-unsafe-compare
        return Arrays.equals(mac.doFinal(body), given);
    }

    boolean text(Mac mac, byte[] body, String given) {
        String expected = HexFormat.of().formatHex(mac.doFinal(body));
        // ruleid: java.timing-unsafe-compare
        return expected.equals(given);
    }

    boolean bytes(Mac mac, byte[] body, byte[] given) {
        byte[] expected = mac.doFinal(body);
        // ruleid: java.timing-unsafe-compare
        return Arrays.equals(given, expected);
    }

    boolean constantTime(Mac mac, byte[] body, byte[] given) {
        // ok: java.timing-unsafe-compare
        return MessageDigest.isEqual(mac.doFinal(body), given);
    }

    boolean others(byte[] a, byte[] b, String c, String d) {
        // ok: java.timing-unsafe-compare
        return Arrays.equals(a, b) && c.equals(d);
    }

    boolean named(Mac mac, byte[] body, byte[] given) {
        byte[] expected = mac.doFinal(body);
        // ok: java.timing-unsafe-compare
        return MessageDigest.isEqual(expected, given);
    }
}
