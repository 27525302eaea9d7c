// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.cluster.internal.yaml.YamlDocument.Duplicate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads what {@code sigs.k8s.io/yaml} was asked about: each line of the corpus has its answer. */
class KubernetesYamlTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void readsAsKubectlDoes(JsonNode line) throws IOException {
        String yaml = line.path("yaml").asText();

        if (line.has("error")) {
            assertThatThrownBy(() -> KubernetesYaml.documents(yaml)).isInstanceOf(YamlException.class);
        } else {
            Object value = KubernetesYaml.document(yaml).value();
            // As text, so that 1 and 1.0 are told apart; keys in any order.
            assertThat(JSON.readTree(JSON.writeValueAsString(value))).isEqualTo(line.path("json"));
        }
    }

    static Stream<JsonNode> corpus() throws IOException {
        try (InputStream lines = KubernetesYamlTests.class.getResourceAsStream("/kubernetes-yaml.jsonl")) {
            String text = new String(Objects.requireNonNull(lines).readAllBytes(), StandardCharsets.UTF_8);
            return JSON.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll().stream();
        }
    }

    @Test
    void tellsDocumentsApart() {
        List<YamlDocument> documents = KubernetesYaml.documents("# top\n---\n# nothing\n---\na: 1\n...\n---\nb: 2\n");

        assertThat(documents).extracting(YamlDocument::value).containsExactly(null, Map.of("a", 1), Map.of("b", 2));
    }

    @Test
    void tellsWhereValuesStand() {
        YamlDocument document = KubernetesYaml.document("a:\n- {b: 0400}\n- c: on\n");

        assertThat(document.scalars())
                .containsEntry("a[0].b", new YamlDocument.Scalar("0400", 256, new YamlPosition(2, 7)))
                .containsEntry("a[1].c", new YamlDocument.Scalar("on", true, new YamlPosition(3, 6)));
    }

    @Test
    void tellsKeysThatStandTwice() {
        YamlDocument document = KubernetesYaml.document("a:\n  b: {c: 1}\n  b: {d: 2}\n");

        assertThat(document.duplicates()).containsExactly(new Duplicate("a.b", "b", 2, 3));
        assertThat(document.scalars()).containsOnlyKeys("a.b.d");
    }

    @Test
    void tellsWhereATextCannotBeRead() {
        assertThatThrownBy(() -> KubernetesYaml.documents("a: 1\n---\nb:\n\tc: 1\n"))
                .hasMessage("line 4, column 1: a tab stands where only spaces may: indent with spaces");
        assertThatThrownBy(() -> KubernetesYaml.documents("a: .inf"))
                .hasMessage("line 1, column 4: [.inf] is a number that JSON does not have: put it into quotes");
        assertThatThrownBy(() -> KubernetesYaml.documents("a: !!binary '???'"))
                .hasMessage("line 1, column 4: [???] is not base64, as !!binary has to be");
        assertThatThrownBy(() -> KubernetesYaml.documents("%YAML 1.2\n---\na: 1\n"))
                .hasMessage(
                        "line 1, column 1: the directive [%YAML 1.2] is not for kubectl, which reads YAML 1.1: leave it out");
        assertThatThrownBy(() -> KubernetesYaml.documents("a: &x\n  b: [*x]\n"))
                .hasMessage("line 1, column 4: an anchor's value contains itself");
    }

    @Test
    void doesNotFollowAliasesWithoutEnd() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
        }

        assertThatThrownBy(() -> KubernetesYaml.documents(bomb.toString()))
                .hasMessage("line 8, column 5: aliases make more than 5000000 values of it");
    }
}
