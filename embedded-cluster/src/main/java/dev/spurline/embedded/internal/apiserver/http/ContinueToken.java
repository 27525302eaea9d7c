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
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next page of a list begins.
 *
 * @param revision of which the list is
 * @param start the key of the last object seen
 */
record ContinueToken(long revision, String start) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static ContinueToken parse(String text) {
        byte[] json;
        try {
            json = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid("illegal base64 data at input byte 0");
        }
        try {
            JsonNode node = MAPPER.readTree(json);
            return new ContinueToken(
                    node.path("rv").asLong(), node.path("start").asText());
        } catch (IOException e) {
            throw invalid(GoJson.complaint(json));
        }
    }

    private static StatusException invalid(String why) {
        return new StatusException(400, "BadRequest", "invalid continue token: continue key is not valid: " + why);
    }

    boolean isBefore(String key) {
        return start.compareTo(key) < 0;
    }

    String text() {
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("v", "meta.k8s.io/v1")
                .put("rv", revision)
                .put("start", start)
                .toString();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
