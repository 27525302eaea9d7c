// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyTests {

    private static final JsonNode ROLES = json("""
            [{"metadata": {"name": "admin"}, "rules": null,
              "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"to-admin": "true"}}]}},
             {"metadata": {"name": "edit", "labels": {"to-admin": "true"}}, "rules": null,
              "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"to-edit": "true"}}]}},
             {"metadata": {"name": "parts:b", "labels": {"to-edit": "true"}}, "rules": [{"verbs": ["get"]}, {"verbs": ["list"]}]},
             {"metadata": {"name": "parts:a", "labels": {"to-edit": "true"}}, "rules": [{"verbs": ["watch"]}, {"verbs": ["get"]}]},
             {"metadata": {"name": "other"}, "rules": [{"verbs": ["delete"]}]}]
            """);
    private static final JsonNode BINDINGS = json("""
            [{"metadata": {"name": "others"}, "roleRef": {"name": "other"}},
             {"metadata": {"name": "admins"}, "roleRef": {"name": "admin"}}]
            """);

    @Test
    void givesARoleTheRulesOfTheRolesItConsistsOf() {
        assertThatJson(Policy.objects(ROLES, BINDINGS, chosen("admin", "edit")))
                .inPath("$[*].rules")
                .isEqualTo("""
                        [[{"verbs": ["watch"]}, {"verbs": ["get"]}, {"verbs": ["list"]}],
                         [{"verbs": ["watch"]}, {"verbs": ["get"]}, {"verbs": ["list"]}]]
                        """);
    }

    @Test
    void addsTheBindingsOfTheChosenRoles() {
        assertThatJson(Policy.objects(ROLES, BINDINGS, chosen("other")))
                .inPath("$[*].metadata.name")
                .isEqualTo("[\"other\", \"others\"]");
    }

    @Test
    void replacesRulesAndSubjects() {
        JsonNode own = json("{\"rules\": [{\"verbs\": [\"patch\"]}], \"subjects\": [{\"name\": \"all\"}]}");

        assertThatJson(Policy.objects(ROLES, BINDINGS, Map.of("other", own))).isEqualTo("""
                        [{"metadata": {"name": "other"}, "rules": [{"verbs": ["patch"]}]},
                         {"metadata": {"name": "others"}, "roleRef": {"name": "other"}, "subjects": [{"name": "all"}]}]
                        """);
    }

    @Test
    void refusesARoleThatThereIsNot() {
        Map<String, JsonNode> chosen = chosen("viewer");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Policy.objects(ROLES, BINDINGS, chosen))
                .withMessage("no cluster role [viewer]");
    }

    private static Map<String, JsonNode> chosen(String... names) {
        Map<String, JsonNode> chosen = new LinkedHashMap<>();
        List.of(names).forEach(name -> chosen.put(name, json("{}")));
        return chosen;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
