// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.text.JsonTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The VirtualServices on {@code docs/istio.md} are those of golden plans, which are opened on an embedded cluster. */
class IstioPageTests {

    private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");
    private static final Path PAGE = Path.of("..", "docs", "istio.md");
    private static final Path GOLDEN = Path.of("src", "test", "resources", "plan", "golden");
    private static final List<String> CASES =
            List.of("routing-virtual-service", "istio-page-shadow", "istio-page-slot", "istio-page-gateway");

    @Test
    void showsWhatIsPlanned() throws IOException {
        List<JsonNode> shown = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .flatMap(IstioPageTests::virtualServices)
                .toList();
        List<JsonNode> golden = CASES.stream()
                .flatMap(name -> Stream.of(name + ".yaml", name + ".plan"))
                .map(GOLDEN::resolve)
                .flatMap(file -> virtualServices(read(file)))
                .toList();

        assertThat(shown).hasSize(6).isSubsetOf(golden);
    }

    private static Stream<JsonNode> virtualServices(String yaml) {
        return Pattern.compile("(?ms)^apiVersion: networking.istio.io/v1\nkind: VirtualService\n.*?(?=^---$|\\z)")
                .matcher(yaml)
                .results()
                .map(MatchResult::group)
                .map(JsonTrees::parse)
                .map(IstioPageTests::withoutServersFields);
    }

    private static JsonNode withoutServersFields(JsonNode object) {
        ((ObjectNode) object.path("metadata")).remove(List.of("uid", "generation", "creationTimestamp"));
        return object;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
