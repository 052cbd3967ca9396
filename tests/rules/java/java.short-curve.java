package keys;

import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

class Curves {
    void small(KeyPairGenerator given) throws Exception {
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        // ruleid: java.short-curve
        ec.initialize(192);
        // ruleid: java.short-curve
        ec.initialize(new ECGenParameterSpec("secp160r1"));
        // ruleid: java.short-curve
        given.initialize(new ECGenParameterSpec("prime192v1"));
    }

    void large(KeyPairGenerator given, String curve) throws Exception {
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        // ok: java.short-curve
        ec.initialize(256);
        // ok: java.short-curve
        ec.initialize(new ECGenParameterSpec("secp256r1"));
        // ok: java.short-curve
        given.initialize(new ECGenParameterSpec(curve));
    }
}
