// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.Settings;
import dev.spurline.Workload;
import dev.spurline.internal.routing.KeyFormat;
import dev.spurline.internal.routing.SandboxNames;
import dev.spurline.internal.settings.NamespaceName;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What comes from outside stays where it goes: in one name, one label value, one header line, one scalar of YAML, one match.
 * How many inputs are generated is in docs/reliability.md.
 */
class BreakOutTests extends PlanTestCase {

    private static final SandboxNames NAMES = new SandboxNames("", KEY);

    static final int TRIES = 1000;

    private static final String LABEL = "([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?";
    private static final String DNS_1035 = "[a-z]([-a-z0-9]{0,61}[a-z0-9])?";
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String SHOP = """
            apiVersion: v1
            kind: Service
            metadata: {name: pricing}
            spec: {selector: {app: pricing}, ports: [{name: http, port: 80}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: pricing}
            spec:
              selector: {matchLabels: {app: pricing}}
              template:
                metadata: {labels: {app: pricing}}
                spec: {containers: [{name: pricing, image: "shop/pricing:1"}]}
            """;

    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(80);
        Arbitrary<String> syntax = Arbitraries.strings()
                .withChars("\n\r\t \"'{}[]:#&*!|>%@`,-?~\\/$().^+=<0;")
                .ofMaxLength(40);
        Arbitrary<String> known = Arbitraries.of(
                "---",
                "...",
                "--- !!java.lang.Object",
                "null",
                "~",
                "no",
                "0x1F",
                "1e3",
                "1:30",
                "<<",
                "=",
                "a: b",
                "# c",
                "\u0085",
                "\u2028",
                "\uFEFF",
                "\u0000",
                "x\r\ny: z",
                "*a",
                "&a b",
                "!!binary aGk=",
                "../../etc/passwd",
                ".*",
                "\\Q",
                "\\E",
                "\\E.*\\Q",
                "(?i)",
                "a|b",
                "%0d%0a",
                "${HOME}",
                "$(id)",
                "-rf",
                "kube-system/");
        return Arbitraries.oneOf(any, syntax, known);
    }

    @Provide
    Arbitrary<String> labelValues() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withChars("0123456789-_.")
                .ofMaxLength(63)
                .filter(value -> value.matches(LABEL));
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.strings()
                .withChars("abcxyz0189!#$%&'*+.^_`|~-")
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    @Property(tries = TRIES)
    void namesAreNames(@ForAll("hostile") String base, @ForAll("hostile") String other) {
        String name = NAMES.of(base);

        assertThat(name).matches(DNS_1035).endsWith("-" + KEY);
        assertThat(name.equals(NAMES.of(other))).isEqualTo(base.equals(other));
    }

    @Property(tries = TRIES)
    void labelValuesAreLabelValues(@ForAll("labelValues") String value) {
        assertThat(SandboxNames.labelValue(value, KEY)).matches(LABEL).endsWith(KEY.value());
    }

    @Property(tries = TRIES)
    void keysAreKeysOrRefused(@ForAll("hostile") String text) {
        try {
            assertThat(new RoutingKey(text).value()).matches("[a-z][a-z2-7]{9}");
        } catch (IllegalArgumentException refused) {
            assertThat(text.matches("[a-z][a-z2-7]{9}")).isFalse();
        }
    }

    @Property(tries = TRIES)
    void headersAreHeaderLinesOrRefused(@ForAll("hostile") String text) {
        Settings settings = name -> Optional.of(new Settings.Value(text, "test"));
        try {
            KeyFormat.of(Setting.HEADERS.in(settings)).headers(KEY).forEach((name, value) -> {
                assertThat(name).matches(TOKEN);
                assertThat(value).matches("[\\x21-\\x7e]+");
            });
        } catch (PreflightException refused) {
            assertThat(refused).hasMessageStartingWith("Setting [spurline.headers] is [");
        }
    }

    @Property(tries = TRIES)
    void membersMatchThemselvesAndNothingElse(@ForAll("tokens") String member, @ForAll("tokens") String other) {
        String regex = KeyFormat.baggageRegex(member, KEY.value());
        String header = other + "=" + KEY;

        assertThat((member + "=" + KEY).matches(regex)).isTrue();
        assertThat(com.google.re2j.Pattern.matches(regex, member + "=" + KEY)).isTrue();
        assertThat(header.matches(regex)).isEqualTo(member.equals(other));
        assertThat(com.google.re2j.Pattern.matches(regex, header)).isEqualTo(member.equals(other));
    }

    @Property(tries = TRIES)
    void yamlSaysWhatItWasGiven(@ForAll("hostile") String name, @ForAll("hostile") String value) throws IOException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put(name, value);
        tree.putArray("list").add(value).addObject().put("deep", value);

        assertThat(documents(JsonTrees.yaml(tree))).containsExactly(tree);
    }

    @Property(tries = TRIES)
    void variablesAndOwnersStayInTheirScalars(@ForAll("hostile") String name, @ForAll("hostile") String value)
            throws IOException {
        SandboxPlan plan = plan(
                survey(SHOP).build(),
                ForkSpec.of("pricing").image("shop/pricing:2").env(name, value));

        assertThat(documents(plan.yaml())).hasSize(plan.steps().size());
        assertThat(only(plan, ConfigMap.class)
                        .getData()
                        .getOrDefault("forks", "")
                        .lines()
                        .count())
                .isBetween(1L, 1 + name.lines().count());
        assertThat(only(plan, Deployment.class)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getEnv())
                .anyMatch(variable ->
                        variable.getName().equals(name) && variable.getValue().equals(value));
    }

    @Property(tries = TRIES)
    void patchesChangeTheTemplateOrAreRefused(@ForAll("hostile") String patch) {
        try {
            SandboxPlan plan = plan(
                    survey(SHOP).build(),
                    ForkSpec.of("pricing").image("shop/pricing:2").patch(patch));
            assertThat(only(plan, Deployment.class).getMetadata().getLabels()).containsAllEntriesOf(plan.labels());
        } catch (PreflightException refused) {
            assertThat(refused).hasNoCause();
        }
    }

    @Property(tries = TRIES)
    void workloadsAreFoundOrRefused(@ForAll("hostile") String text) {
        try {
            Workload workload = Workload.parse(text);
            plan(survey(SHOP).build(), ForkSpec.of(text).image("shop/pricing:2"));
            assertThat(workload.name()).isEqualTo("pricing");
        } catch (PreflightException | IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("Workload [");
        }
    }

    @Property(tries = TRIES)
    void namespacesAreOnePartOfAPathOrRefused(@ForAll("hostile") String text) {
        try {
            assertThat(NamespaceName.checked(text)).isEqualTo(text).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
        } catch (PreflightException refused) {
            assertThat(refused).hasMessageStartingWith("Namespace [");
        }
    }

    @Property(tries = TRIES)
    void labelsOfTheBaselineStayLabels(@ForAll("labelValues") String value) throws IOException {
        String yaml = SHOP.replace("{app: pricing}", "{app: \"%s\"}".formatted(value));
        SandboxPlan plan = plan(survey(yaml).build(), ForkSpec.of("pricing").image("shop/pricing:2"));

        Map<String, String> labels = only(plan, Deployment.class)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels();
        assertThat(labels.values()).allMatch(label -> label.matches(LABEL));
        assertThat(labels.get("app")).isNotEqualTo(value);
        assertThat(documents(plan.yaml())).hasSize(plan.steps().size());
    }

    private static List<JsonNode> documents(String yaml) throws IOException {
        try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return all.readAll();
        }
    }
}
