package keys;

import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;

class Keys {
    private static final int BITS = 512;

    void small() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        // ruleid: java.short-key
        rsa.initialize(1024);
        java.security.KeyPairGenerator dsa = java.security.KeyPairGenerator.getInstance("DSA", "SUN");
        // ruleid: java.short-key
        dsa.initialize(BITS);
        // ruleid: java.short-key
        rsa.initialize(new RSAKeyGenParameterSpec(768, RSAKeyGenParameterSpec.F4));
    }

    void large(int bits) throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        // ok: java.short-key
        rsa.initialize(3072);
        // ok: java.short-key
        rsa.initialize(bits);
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        // ok: java.short-key
        ec.initialize(256);
    }
}
