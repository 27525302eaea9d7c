// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Reads YAML as kubectl and the API server do, which is neither YAML 1.1 nor 1.2: {@code 0400} is 256, {@code on} is true,
 * {@code 12:30} is text, {@code <<} merges, and the last of two equal keys counts.
 *
 * <p>Source: {@code sigs.k8s.io/yaml} v1.6.0, which reads by {@code resolve.go} and {@code decode.go} of
 * {@code go.yaml.in/yaml/v2}.
 */
public final class KubernetesYaml {

    /** The tag of what is written without quotes and without a tag of its own. */
    static final Tag PLAIN = new Tag("!spurline-plain");

    private static final Pattern AFTER_KEY = Pattern.compile(".*[^\\s:]\\s*:\\s*");

    private KubernetesYaml() {}

    /**
     * Reads a stream, with documents that are empty.
     *
     * @throws YamlException if it cannot be read
     */
    public static List<YamlDocument> documents(String text) {
        StringBuilder stream = new StringBuilder(withoutMark(text));
        while (true) {
            try {
                return read(stream.toString());
            } catch (MarkedYamlEngineException e) {
                YamlPosition place = YamlPosition.of(e.getProblemMark());
                if (!isTab(e) || !becomesSpace(stream, place)) {
                    throw new YamlException(problem(e), place);
                }
            } catch (YamlEngineException e) {
                throw new YamlException(String.valueOf(e.getMessage()).strip(), YamlPosition.START);
            }
        }
    }

    private static List<YamlDocument> read(String stream) {
        List<YamlDocument> documents = new ArrayList<>();
        for (Node root : new Compose(settings()).composeAllFromString(stream)) {
            documents.add(new YamlReader().read(root));
        }
        return documents;
    }

    /** A tab between a key and its value is right for kubectl, but not for the parser here; one that indents is not. */
    private static boolean becomesSpace(StringBuilder stream, YamlPosition place) {
        int begin = 0;
        for (int line = 1; line < place.line(); line++) {
            begin = stream.indexOf("\n", begin) + 1;
        }
        int tab = begin + place.column() - 1;
        boolean between = tab < stream.length()
                && stream.charAt(tab) == '\t'
                && AFTER_KEY.matcher(stream.substring(begin, tab)).matches();
        if (between) {
            stream.setCharAt(tab, ' ');
        }
        return between;
    }

    /**
     * Reads the first document of a text; a text without one is null.
     *
     * @throws YamlException if it cannot be read
     */
    public static YamlDocument document(String text) {
        List<YamlDocument> documents = documents(text);
        return documents.isEmpty() ? new YamlDocument(null, Map.of(), List.of()) : documents.get(0);
    }

    /** Editors on Windows begin a file with a byte order mark. */
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean isTab(MarkedYamlEngineException e) {
        return String.valueOf(e.getProblem()).contains("(TAB)");
    }

    private static String problem(MarkedYamlEngineException e) {
        String problem = Optional.ofNullable(e.getProblem()).orElse("").strip();
        return isTab(e)
                ? "a tab stands where only spaces may: indent with spaces"
                : problem.lines().findFirst().orElse("it cannot be read");
    }

    /** Equal keys and aliases are the reader's to judge; a bundle of definitions may be of any size. */
    private static LoadSettings settings() {
        return LoadSettings.builder()
                .setSchema(new Untyped())
                .setVersionFunction(KubernetesYaml::version)
                .setAllowDuplicateKeys(true)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
    }

    /** The Go library takes no other (parserc.go: yaml_parser_process_directives). */
    private static SpecVersion version(SpecVersion said) {
        if (said.getMajor() != 1 || said.getMinor() != 1) {
            throw new YamlEngineException(
                    "the directive [%%YAML %d.%d] is not for kubectl, which reads YAML 1.1: leave it out"
                            .formatted(said.getMajor(), said.getMinor()));
        }
        return said;
    }

    /** Leaves it to {@link GoScalars} what a text without quotes means. */
    private static final class Untyped implements Schema {

        @Override
        public ScalarResolver getScalarResolver() {
            return (value, plain) -> plain ? PLAIN : Tag.STR;
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of();
        }
    }
}
