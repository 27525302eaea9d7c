// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One word means one thing in all modules, and the glossary names what is there. */
class VocabularyTests {

    private static final Pattern CODE = Pattern.compile("`@?([A-Z][A-Za-z]+)`");

    private static final Pattern METHOD =
            Pattern.compile("`([A-Z][a-z][A-Za-z]+)\\.(?!java`)([a-z][A-Za-z]*)(?:\\(\\))?`");

    private static final Pattern FILE =
            Pattern.compile("`(?:engine tests/…|engine|extension|embedded|docs)/[\\w/.-]+\\.(?:java|md|yaml)`");

    private static final Pattern TESTS = Pattern.compile("`([A-Z][A-Za-z0-9]+Tests)(?:\\.[a-zA-Z]+)?`");

    private static final Pattern SOURCE = Pattern.compile("(?:[^/\\\\]+[/\\\\]){1,2}src[/\\\\].*\\.java");

    /** Types and test classes of the modules; examples are read one by one. */
    private static final Pattern OWN_SOURCE =
            Pattern.compile("[^/\\\\]+[/\\\\]src[/\\\\](main[/\\\\].*|test[/\\\\].*Tests)\\.java");

    /** Files by the name of their type, found once. */
    private static Map<String, Path> sources;

    private static List<JavaClass> types;

    @BeforeAll
    static void read() throws IOException {
        sources = sources(DocumentationPage.root());
        types = ArchConfiguration.withThreadLocalScope(VocabularyTests::types);
    }

    /** The types that ours refer to are of no interest here, and are by far the most. */
    private static List<JavaClass> types(ArchConfiguration configuration) {
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                        .withImportOption(
                                location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
                        .importPackages("dev.spurline")
                        .stream()
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .filter(type -> type.getEnclosingClass().isEmpty())
                        .toList();
    }

    /** Read from the sources, because directories of classes keep those that have been renamed. */
    @Test
    void noTypeIsCalledLikeAnother() throws IOException {
        Map<String, List<Path>> byName = files(DocumentationPage.root(), OWN_SOURCE).stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(VocabularyTests::typeOf));

        assertThat(byName.values())
                .hasSizeGreaterThan(1200)
                .allSatisfy(same -> assertThat(same).hasSize(1));
    }

    @Test
    void theGlossaryNamesTypesThatAreThere() throws IOException {
        List<String> names = types.stream().map(JavaClass::getSimpleName).toList();

        assertThat(glossary()).hasSizeGreaterThan(20).allMatch(names::contains);
    }

    @Test
    void theArchitecturePageNamesMethodsThatAreThere() throws IOException {
        String page = Files.readString(DocumentationPage.root().resolve("docs/architecture.md"));
        List<MatchResult> methods = METHOD.matcher(page).results().toList();

        assertThat(methods)
                .hasSizeGreaterThan(30)
                .allSatisfy(method ->
                        assertThat(source(method.group(1))).as(method.group()).contains(" " + method.group(2) + "("));
    }

    /** Paths are short there, as the page says; those of files that somebody would make have an ellipsis. */
    @Test
    void theArchitecturePageNamesFilesThatAreThere() throws IOException {
        Path root = DocumentationPage.root();
        String page = Files.readString(root.resolve("docs/architecture.md"));
        List<String> files = FILE.matcher(page)
                .results()
                .map(MatchResult::group)
                .map(VocabularyTests::longPath)
                .toList();

        assertThat(files).hasSizeGreaterThan(20).allMatch(file -> Files.isRegularFile(root.resolve(file)));
    }

    @Test
    void pagesNameTestsThatAreThere() throws IOException {
        Path root = DocumentationPage.root();
        try (Stream<Path> pages = Files.find(
                root.resolve("docs"), 3, (file, any) -> file.toString().endsWith(".md"))) {
            List<String> tests = pages.flatMap(page -> TESTS.matcher(read(page)).results())
                    .map(test -> test.group(1))
                    .distinct()
                    .toList();

            assertThat(tests).hasSizeGreaterThan(30).allSatisfy(VocabularyTests::source);
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String longPath(String path) {
        return path.replace("`", "")
                .replaceFirst("^engine tests/…/plan/", "sandbox-engine/src/test/java/dev/spurline/internal/plan/")
                .replaceFirst("^engine tests/…/engine/", "sandbox-engine/src/test/java/dev/spurline/engine/")
                .replaceFirst("^engine/", "sandbox-engine/src/main/java/dev/spurline/")
                .replaceFirst("^extension/", "junit-extension/src/main/java/dev/spurline/junit/")
                .replaceFirst("^embedded/", "embedded-cluster/src/main/java/dev/spurline/embedded/");
    }

    private static String source(String type) {
        return read(Optional.ofNullable(sources.get(type)).orElseThrow(() -> new AssertionError("no type " + type)));
    }

    private static Map<String, Path> sources(Path root) throws IOException {
        return files(root, SOURCE).stream()
                .collect(Collectors.toMap(VocabularyTests::typeOf, file -> file, (one, other) -> one));
    }

    private static List<Path> files(Path root, Pattern wanted) throws IOException {
        try (Stream<Path> files = Files.find(
                root,
                20,
                (file, any) -> wanted.matcher(root.relativize(file).toString()).matches())) {
            return files.toList();
        }
    }

    private static String typeOf(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static List<String> glossary() throws IOException {
        try (Stream<String> lines = Files.lines(DocumentationPage.root().resolve("docs/glossary.md"))) {
            return lines.filter(line -> line.startsWith("|"))
                    .flatMap(line -> CODE.matcher(line).results())
                    .map(code -> code.group(1))
                    .distinct()
                    .toList();
        }
    }
}
