package plans;

import java.beans.XMLDecoder;
import java.beans.XMLEncoder;
import java.io.InputStream;
import java.io.OutputStream;

class Beans {
    Object read(InputStream input) {
        XMLDecoder decoder = new XMLDecoder(input);
        // ruleid: java.xml-decoder
        return decoder.readObject();
    }

    Object closed(InputStream input) {
        try (XMLDecoder decoder = new XMLDecoder(input)) {
            // ruleid: java.xml-decoder
            return decoder.readObject();
        }
    }

    Object direct(InputStream input) {
        // ruleid: java.xml-decoder
        return new XMLDecoder(input).readObject();
    }

    void write(OutputStream output, Object plan) {
        XMLEncoder encoder = new XMLEncoder(output);
        // ok: java.xml-decoder
        encoder.writeObject(plan);
        // ok: java.xml-decoder
        encoder.close();
    }

    Object json(InputStream input) throws Exception {
        // ok: java.xml-decoder
        return new com.fasterxml.jackson.databind.ObjectMapper().readValue(input, Plan.class);
    }
}
