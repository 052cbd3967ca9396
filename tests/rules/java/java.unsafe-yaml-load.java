package plans;

import java.io.InputStream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.Constructor;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class Yamls {
    Object open(InputStream input) {
        // ruleid: java.unsafe-yaml-load
        Yaml yaml = new Yaml();
        return yaml.load(input);
    }

    Object direct(String text) {
        // ruleid: java.unsafe-yaml-load
        return new Yaml().load(text);
    }

    Object any(String text) {
        // ruleid: java.unsafe-yaml-load
        Yaml yaml = new Yaml(new Constructor(new LoaderOptions()));
        return yaml.load(text);
    }

    Object safe(String text) {
        // ok: java.unsafe-yaml-load
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return yaml.load(text);
    }

    Object typed(String text) {
        // ok: java.unsafe-yaml-load
        Yaml yaml = new Yaml(new Constructor(Plan.class, new LoaderOptions()));
        return yaml.load(text);
    }

    String written(Object plan) {
        // ok: java.unsafe-yaml-load
        Yaml yaml = new Yaml();
        return yaml.dump(plan);
    }
}
