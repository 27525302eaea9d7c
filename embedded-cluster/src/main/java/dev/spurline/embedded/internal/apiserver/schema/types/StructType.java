// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object with known fields, in the order in which they are written. Types may refer to themselves, so fields are added later. */
public final class StructType implements FieldType {

    private final String name;
    private final String version;
    private final boolean atomic;
    private final boolean open;
    private final Map<String, StructField> fields = new LinkedHashMap<>();

    /**
     * Makes a type without fields.
     *
     * @param name the name of the type, as it appears in messages
     * @param version the version of the API that the type belongs to, as it appears in messages
     * @param atomic whether it is owned as a whole
     * @param open whether fields that are not described are kept
     */
    public StructType(String name, String version, boolean atomic, boolean open) {
        this.name = name;
        this.version = version;
        this.atomic = atomic;
        this.open = open;
    }

    public void add(StructField field) {
        fields.put(field.name(), field);
    }

    public String name() {
        return name;
    }

    public String version() {
        return version;
    }

    public boolean atomic() {
        return atomic;
    }

    public boolean open() {
        return open;
    }

    public Collection<StructField> fields() {
        return fields.values();
    }

    public @Nullable StructField field(String fieldName) {
        return fields.get(fieldName);
    }

    @Override
    public String toString() {
        return name;
    }
}
