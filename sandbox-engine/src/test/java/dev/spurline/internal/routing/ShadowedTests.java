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
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.text.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ShadowedTests {

    private static final JsonNode LONG = keyed("RegularExpression", "/quotes.*");
    private static final JsonNode SHORT = keyed("RegularExpression", ".");
    private static final JsonNode PREFIX = keyed("PathPrefix", "/");

    @Test
    void aPrefixForAllHidesEveryExpression() {
        Shadowed shadowed = shadowed("[{path: {type: PathPrefix, value: /}}]");

        assertThat(List.of(LONG, SHORT)).allMatch(shadowed::hides);
        assertThat(shadowed.hides(PREFIX)).isFalse();
    }

    @Test
    void aRuleWithoutMatchesDoesToo() {
        assertThat(shadowed("[]").hides(LONG)).isTrue();
    }

    @Test
    void anExpressionForAllHidesShorterOnes() {
        Shadowed shadowed = shadowed("[{path: {type: RegularExpression, value: '.*'}}]");

        assertThat(shadowed.hides(SHORT)).isTrue();
        assertThat(List.of(LONG, PREFIX)).noneMatch(shadowed::hides);
    }

    @Test
    void aMatchWithConditionsHidesNothing() {
        Shadowed shadowed = shadowed("[{path: {type: PathPrefix, value: /}, method: GET}]");

        assertThat(List.of(LONG, SHORT, PREFIX)).noneMatch(shadowed::hides);
    }

    private static Shadowed shadowed(String matches) {
        GenericKubernetesResource route = new GenericKubernetesResource();
        route.setAdditionalProperty("spec", Json.map(Json.parse("{rules: [{matches: %s}]}".formatted(matches))));
        return Shadowed.by(List.of(new AttachedRoute(CustomKind.HTTP_ROUTE, route, OptionalInt.empty())));
    }

    private static JsonNode keyed(String type, String value) {
        return Json.parse("{matches: [{path: {type: %s, value: '%s'}, headers: [{name: x-spurline-key}]}]}"
                .formatted(type, value));
    }
}
