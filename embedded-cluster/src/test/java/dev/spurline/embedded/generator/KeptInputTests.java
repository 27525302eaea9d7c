// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.embedded.internal.apiserver.auth.BootstrapPolicy;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.StructField;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import dev.spurline.embedded.internal.apiserver.schema.types.TypeCatalogue;
import dev.spurline.embedded.internal.version.KubernetesVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated resources against the input that they were made with: what is changed there is generated, too. */
class KeptInputTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Input INPUT = KeptInput.read();
    private static final TypeCatalogue CATALOGUE = TypeCatalogue.builtIn();

    @ParameterizedTest
    @MethodSource("files")
    void wasMadeFromTheVersionOfTheInput(String file) {
        assertThat(text(file)).contains("Made from the Go modules of Kubernetes " + INPUT.version() + " and ");
    }

    @Test
    void theVersionIsThatOfTheInput() {
        assertThat(KubernetesVersion.tag()).isEqualTo("v" + INPUT.version());
    }

    @Test
    void theKindsAreThoseOfTheInput() {
        assertThat(CATALOGUE.kinds().keySet())
                .extracting(kind -> kind.version() + "." + kind.name())
                .containsExactlyInAnyOrderElementsOf(INPUT.files().values().stream()
                        .flatMap(List::stream)
                        .filter(Input.Root::kind)
                        .map(root -> root.type().substring(root.type().lastIndexOf('/') + 1))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void theFieldIsAsTheInputSays(String name, Input.Special special) throws JsonProcessingException {
        StructField field = field(name);

        if (special.any()) {
            assertThat(field.type()).isEqualTo(FieldType.ANY);
        } else {
            assertThat(field.preset()).isEqualTo(JSON.readTree(special.preset()));
        }
    }

    @Test
    void theMessagesAreThoseOfTheInput() {
        List<String> messages = text("apiserver/http/protobuf-fields.txt")
                .lines()
                .map(line -> line.split(" ", -1)[0])
                .toList();

        assertThat(messages)
                .containsAll(INPUT.messages().stream()
                        .map(message -> message.substring(message.lastIndexOf('.') + 1))
                        .toList());
    }

    @Test
    void theRolesAreThoseOfTheInput() {
        Stream<JsonNode> objects =
                StreamSupport.stream(BootstrapPolicy.objects().spliterator(), false);

        assertThat(objects.filter(object -> object.path("kind").asText().equals("ClusterRole")))
                .extracting(role -> role.path("metadata").path("name").asText())
                .containsExactlyElementsOf(INPUT.roles().keySet());
    }

    static Stream<String> files() {
        return Stream.concat(
                INPUT.files().keySet().stream().map(file -> "apiserver/schema/types/" + file),
                Stream.of(
                        "apiserver/schema/tables/column-descriptions.json",
                        "apiserver/http/protobuf-fields.txt",
                        "apiserver/auth/bootstrap-policy.json",
                        "version/kubernetes.properties"));
    }

    static Stream<Arguments> exceptions() {
        return INPUT.exceptions().entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private static StructField field(String name) {
        String type = name.substring(0, name.indexOf('.'));
        StructType struct = CATALOGUE.type(type);
        return Objects.requireNonNull(struct.field(name.substring(type.length() + 1)), name);
    }

    private static String text(String file) {
        try (InputStream text = Kind.class.getResourceAsStream("/dev/spurline/embedded/internal/" + file)) {
            return new String(Objects.requireNonNull(text, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
