package users;

import javax.crypto.spec.PBEKeySpec;

class Derivation {
    private static final int ROUNDS = 1000;

    void cheap(char[] password, byte[] salt) {
        // ruleid: java.weak-key-derivation
        new PBEKeySpec(password, salt, 1000, 256);
        // ruleid: java.weak-key-derivation
        new PBEKeySpec(password, salt, ROUNDS, 256);
        // ruleid: java.weak-key-derivation
        new javax.crypto.spec.PBEParameterSpec(salt, 20);
    }

    void costly(char[] password, byte[] salt, int rounds) {
        // ok: java.weak-key-derivation
        new PBEKeySpec(password, salt, 600000, 256);
        // ok: java.weak-key-derivation
        new PBEKeySpec(password, salt, 600_000, 256);
        // ok: java.weak-key-derivation
        new PBEKeySpec(password, salt, rounds, 256);
        // ok: java.weak-key-derivation
        new PBEKeySpec(password);
    }
}
