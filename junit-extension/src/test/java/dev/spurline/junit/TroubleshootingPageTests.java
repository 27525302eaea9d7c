// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.spurline.Settings;
import dev.spurline.cluster.internal.failure.HelpTopic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each failure of Spurline ends with the address of a section that is there, and that section quotes messages that are. */
class TroubleshootingPageTests {

    private static final Pattern THROWS =
            Pattern.compile("new (?:Sandbox|Preflight|ForkFailed|RouteNotLive|Cleanup|Cluster"
                    + "|WrongUse)Exception\\(|new UnreachedForkError\\(");

    private static final Pattern QUOTED = Pattern.compile("(?m)^\\| `(.+?)` \\|");

    /** Makes exceptions anew, with the stack traces of those that it hides secrets of. */
    private static final String COPIES = "dev.spurline.internal.secrets.SecretRedactor";

    private static final List<String> MODULES =
            List.of("cluster-api", "sandbox-engine", "embedded-cluster", "junit-extension");

    private static String page;

    /** Sources of those classes that throw, by the names of the classes. */
    private static Map<String, String> throwers;

    @BeforeAll
    static void read() throws IOException {
        Path root = DocumentationPage.root();
        page = Files.readString(root.resolve("docs/troubleshooting.md"));
        throwers = new LinkedHashMap<>();
        for (String module : MODULES) {
            Path sources = root.resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(any -> any.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    String text = Files.readString(file);
                    if (THROWS.matcher(text).find()) {
                        throwers.put(className(sources.relativize(file)), text);
                    }
                }
            }
        }
        throwers.remove(COPIES);
    }

    private static String className(Path file) {
        return file.toString().replaceAll("[/\\\\]", ".").replaceFirst("\\.java$", "");
    }

    @Test
    void eachClassThatThrowsHasATopic() {
        assertThat(throwers).hasSizeGreaterThan(60);
        assertThat(throwers.keySet())
                .as("classes that throw: the package of each has to stand in HelpTopic")
                .filteredOn(name -> HelpTopic.of(name).isEmpty())
                .isEmpty();
    }

    @Test
    void eachTopicIsThrown() {
        assertThat(throwers.keySet().stream().map(HelpTopic::of).flatMap(Optional::stream))
                .contains(HelpTopic.values());
    }

    /** A class that was renamed would fall into the section of its package without a word. */
    @Test
    void eachNameIsThatOfAPackageOrOfAClassThatThrows() {
        assertThat(Arrays.stream(HelpTopic.values()).flatMap(topic -> topic.throwers().stream()))
                .allMatch(name -> throwers.containsKey(name) || isPackage(name));
    }

    private static boolean isPackage(String name) {
        return MODULES.stream()
                .map(module -> DocumentationPage.root().resolve(module + "/src/main/java/" + name.replace('.', '/')))
                .anyMatch(Files::isDirectory);
    }

    @Test
    void eachTopicHasItsSectionAndEachSectionATopic() {
        assertThat(sections().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(HelpTopic.values()).map(HelpTopic::anchor).toList());
    }

    @Test
    void eachQuotedMessageIsThrownWhereItsSectionSays() {
        List<String> unknown = new ArrayList<>();
        sections().forEach((anchor, text) -> {
            String sources = sourcesOf(anchor);
            List<String> quoted =
                    QUOTED.matcher(text).results().map(found -> found.group(1)).toList();
            assertThat(quoted).as(anchor).isNotEmpty();
            quoted.stream()
                    .filter(message -> !pattern(message).matcher(sources).find())
                    .forEach(message -> unknown.add(anchor + ": " + message));
        });

        assertThat(unknown).isEmpty();
    }

    @Test
    void aMessageThatNobodyThrowsIsFound() {
        String sources = sourcesOf(HelpTopic.FORKS.anchor());

        assertThat(pattern("Fork […] changes nothing").matcher(sources).find()).isTrue();
        assertThat(pattern("Fork […] changes everything").matcher(sources).find())
                .isFalse();
    }

    @Test
    void aFailureEndsWithItsAddress() {
        Throwable refused = catchThrowable(() -> Settings.standard().resolve("${NOT_SET_AT_ALL}", "a test"));

        assertThat(refused.getMessage())
                .startsWith("Placeholder [${NOT_SET_AT_ALL}]")
                .doesNotContain("See docs");
        assertThat(refused.toString().lines()).last().isEqualTo("See docs/troubleshooting.md#settings");
        assertThat(printed(refused)).contains(refused.toString());
    }

    @Test
    void aWrongUseEndsWithItsAddress() {
        assertThat(TestRun.of(WrongUseTestCase.NoFork.class).failures())
                .singleElement()
                .extracting(failure -> failure.toString().lines().toList())
                .satisfies(lines ->
                        assertThat(lines).last().isEqualTo("See docs/troubleshooting.md#annotations-and-builders"));
    }

    @Test
    void theLongerNameDecides() {
        assertThat(HelpTopic.of("dev.spurline.internal.plan.Planner")).contains(HelpTopic.FORKS);
        assertThat(HelpTopic.of("dev.spurline.internal.plan.RouteKeys$One")).contains(HelpTopic.ROUTES);
        assertThat(HelpTopic.of("dev.spurline.internal.planning.Other")).isEmpty();
        assertThat(HelpTopic.of("com.example.Test")).isEmpty();
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /** Returns the text of each section by its anchor. */
    private static Map<String, String> sections() {
        return Arrays.stream(page.split("(?m)^## "))
                .skip(1)
                .collect(Collectors.toMap(
                        text -> DocumentationLinks.anchor(
                                text.lines().findFirst().orElseThrow()),
                        text -> text));
    }

    /** Returns what the classes of a topic say, with the parts of each text put together. */
    private static String sourcesOf(String anchor) {
        return Stream.concat(throwers.entrySet().stream(), ends())
                .filter(entry -> HelpTopic.of(entry.getKey())
                        .filter(topic -> topic.anchor().equals(anchor))
                        .isPresent())
                .map(entry -> entry.getValue().replaceAll("\"\\s*\\+\\s*\"", ""))
                .collect(Collectors.joining("\n"));
    }

    /** Classes that word what others throw. */
    private static Stream<Map.Entry<String, String>> ends() {
        Path root = DocumentationPage.root();
        return Stream.of(
                        "sandbox-engine/src/main/java/dev/spurline/internal/connect/ServerProblem.java",
                        "sandbox-engine/src/main/java/dev/spurline/internal/live/LateRoutes.java",
                        "embedded-cluster/src/main/java/dev/spurline/embedded/internal/blueprint/WorkloadWatch.java")
                .map(root::resolve)
                .map(file -> {
                    try {
                        return Map.entry(
                                className(Path.of(file.toString().replaceFirst(".*src.main.java.", ""))),
                                Files.readString(file));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** Placeholders of pages are brackets around an ellipsis, or an ellipsis; those of sources are formats. */
    private static Pattern pattern(String quoted) {
        return Pattern.compile(Stream.of(quoted.split("\\[…\\]|\\[\\$\\{…}\\]|…"))
                .map(part -> Pattern.quote(part.replace("\"", "\\\"")))
                .collect(Collectors.joining("[^\"]*?")));
    }
}
