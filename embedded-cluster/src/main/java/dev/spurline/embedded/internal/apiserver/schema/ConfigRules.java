/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The rules for ConfigMaps and Secrets. */
final class ConfigRules {

    private static final int MOST_BYTES = 1024 * 1024;

    private final Faults faults;

    ConfigRules(Faults faults) {
        this.faults = faults;
    }

    void check(JsonNode object) {
        int size = 0;
        for (String part : List.of("data", "binaryData")) {
            for (var entry : object.path(part).properties()) {
                Names.configKey(entry.getKey())
                        .forEach(fault -> faults.add(Cause.invalid(
                                part + "[" + entry.getKey() + "]", Faults.quoted(entry.getKey()), fault)));
                size += entry.getValue().asText().length();
                if (part.equals("data") && object.path("binaryData").has(entry.getKey())) {
                    faults.add(Cause.invalid(
                            part + "[" + entry.getKey() + "]",
                            Faults.quoted(entry.getKey()),
                            "duplicate of key present in binaryData"));
                }
            }
        }
        faults.require(size <= MOST_BYTES, Cause.tooLong("", MOST_BYTES));
    }

    void change(JsonNode old, JsonNode object) {
        if (old.path("immutable").asBoolean()) {
            if (!object.path("immutable").asBoolean()) {
                faults.add(Cause.forbidden("immutable", "field is immutable when `immutable` is set"));
            }
            for (String part : List.of("data", "binaryData")) {
                if (!old.path(part).equals(object.path(part))) {
                    faults.add(Cause.forbidden(part, "field is immutable when `immutable` is set"));
                }
            }
        }
    }

    void secretType(JsonNode old, JsonNode object) {
        faults.unchanged(old.path("type"), object.path("type"), "type");
    }
}
