package plans;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.databind.jsontype.impl.LaissezFaireSubTypeValidator;

class Mappers {
    void open(ObjectMapper mapper) {
        // ruleid: java.polymorphic-json
        mapper.enableDefaultTyping();
        // ruleid: java.polymorphic-json
        mapper.enableDefaultTyping(ObjectMapper.DefaultTyping.NON_FINAL);
        // ruleid: java.polymorphic-json
        mapper.activateDefaultTyping(LaissezFaireSubTypeValidator.instance, ObjectMapper.DefaultTyping.NON_FINAL);
    }

    void listed(ObjectMapper mapper) {
        var types = BasicPolymorphicTypeValidator.builder().allowIfBaseType(Shape.class).build();
        // ok: java.polymorphic-json
        mapper.activateDefaultTyping(types, ObjectMapper.DefaultTyping.NON_FINAL);
        // ok: java.polymorphic-json
        mapper.disable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}

class Holder {
    // ruleid: java.polymorphic-json
    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "type")
    Object any;

    // ok: java.polymorphic-json
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    Shape shape;
}
