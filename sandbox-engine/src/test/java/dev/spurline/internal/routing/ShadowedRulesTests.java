// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShadowedRulesTests {

    private static final JsonNode LONG = keyed("RegularExpression", "/quotes.*");
    private static final JsonNode SHORT = keyed("RegularExpression", ".");
    private static final JsonNode PREFIX = keyed("PathPrefix", "/");

    @Test
    void aPrefixForAllHidesEveryExpression() {
        ShadowedRules shadowed = shadowed("[{path: {type: PathPrefix, value: /}}]");

        assertThat(List.of(LONG, SHORT)).allMatch(shadowed::hides);
        assertThat(shadowed.hides(PREFIX)).isFalse();
    }

    @Test
    void aRuleWithoutMatchesDoesToo() {
        assertThat(shadowed("[]").hides(LONG)).isTrue();
    }

    @Test
    void anExpressionForAllHidesShorterOnes() {
        ShadowedRules shadowed = shadowed("[{path: {type: RegularExpression, value: '.*'}}]");

        assertThat(shadowed.hides(SHORT)).isTrue();
        assertThat(List.of(LONG, PREFIX)).noneMatch(shadowed::hides);
    }

    @Test
    void aMatchWithConditionsHidesNothing() {
        ShadowedRules shadowed = shadowed("[{path: {type: PathPrefix, value: /}, method: GET}]");

        assertThat(List.of(LONG, SHORT, PREFIX)).noneMatch(shadowed::hides);
    }

    private static ShadowedRules shadowed(String matches) {
        GenericKubernetesResource route = new GenericKubernetesResource();
        route.setAdditionalProperty(
                "spec", JsonTrees.map(JsonTrees.parse("{rules: [{matches: %s}]}".formatted(matches))));
        return ShadowedRules.by(
                List.of(new AttachedRoute(CustomKind.HTTP_ROUTE, route, OptionalInt.empty(), Set.of())));
    }

    private static JsonNode keyed(String type, String value) {
        return JsonTrees.parse("{matches: [{path: {type: %s, value: '%s'}, headers: [{name: x-spurline-key}]}]}"
                .formatted(type, value));
    }
}
