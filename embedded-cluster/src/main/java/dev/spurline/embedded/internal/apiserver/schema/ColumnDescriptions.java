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
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What a real server says about the columns of each kind; {@code column-descriptions.json} holds it. */
final class ColumnDescriptions {

    private static final JsonNode ALL = read();

    private ColumnDescriptions() {}

    /** Returns the column with its description, if it has one of its own. */
    static Column describe(Kind kind, Column column) {
        JsonNode description = ALL.path(kind.name()).path(column.name());
        return description.isTextual() ? column.described(description.textValue()) : column;
    }

    private static JsonNode read() {
        try (InputStream text = ColumnDescriptions.class.getResourceAsStream("column-descriptions.json")) {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
