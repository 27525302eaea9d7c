// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A piece of Java in the documentation.
 *
 * @param place file and line
 * @param text the code as its readers see it
 */
record DocumentedExample(String place, String text) {

    private static final Pattern PAGE = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern JAVADOC = Pattern.compile("(?s)<pre>\\{@code\\n(.*?)\\n *\\* *}</pre>");
    private static final Pattern TYPE = Pattern.compile("(?m)^(?:[a-z]+ )*(?:class|interface|record|enum) ");
    private static final Pattern MEMBER = Pattern.compile("(?m)^(?:@|[A-Za-z<>.]+ [a-z][A-Za-z]*\\([^;]*\\{$)");

    /** Pages whose code is a copy of what examples run: {@code PageIT} and {@code ImageCheckIT} compare it. */
    private static final Set<String> COPIED = Set.of("clients.md", "engine.md");

    /** What a reader imports without being told. */
    private static final String IMPORTS = Stream.of(
                    "static org.hamcrest.Matchers",
                    "static dev.spurline.assertj.SpurlineAssertions",
                    "com.sun.net.httpserver",
                    "dev.spurline",
                    "dev.spurline.cluster",
                    "dev.spurline.embedded",
                    "dev.spurline.junit",
                    "dev.spurline.junit.client",
                    "io.fabric8.kubernetes.client",
                    "io.restassured.specification",
                    "java.io",
                    "java.net",
                    "java.net.http",
                    "java.nio.file",
                    "java.util",
                    "java.util.function",
                    "org.junit.jupiter.api",
                    "org.junit.jupiter.api.extension",
                    "org.springframework.beans.factory.annotation",
                    "org.springframework.core.env",
                    "org.springframework.test.annotation",
                    "org.springframework.test.context",
                    "org.springframework.test.context.junit.jupiter")
            .map(all -> "import " + all + ".*;")
            .collect(Collectors.joining(System.lineSeparator()));

    /** Classes that examples name and do not show. */
    private static final String UNSHOWN = """
            class ShopCluster implements Blueprint { public void describe(ClusterSpec cluster) {} }
            class WordClient implements AutoCloseable {
                WordClient(URI base, Interceptor interceptor) {}
                interface Interceptor {
                    void before(URI uri, Map<String, List<String>> headers);
                    void answered(URI uri);
                }
                public void close() {}
            }
            """;

    /** Returns those of the pages. */
    static List<DocumentedExample> ofPages(Path root) {
        return Stream.concat(Stream.of(root.resolve("README.md")), files(root.resolve("docs"), ".md"))
                .filter(file -> !COPIED.contains(file.getFileName().toString()))
                .flatMap(file -> read(file, PAGE))
                .toList();
    }

    /** Returns those of the public types. */
    static List<DocumentedExample> ofJavadoc(Path root) {
        return Stream.of("cluster-api", "sandbox-engine", "junit-extension", "embedded-cluster")
                .flatMap(module -> files(root.resolve(module).resolve("src/main/java"), ".java"))
                .flatMap(file -> read(file, JAVADOC))
                .map(DocumentedExample::withoutStars)
                .toList();
    }

    private static Stream<Path> files(Path directory, String ending) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<DocumentedExample> read(Path file, Pattern pattern) {
        try {
            String text = Files.readString(file);
            return pattern.matcher(text)
                    .results()
                    .map(found -> new DocumentedExample(
                            "%s:%d".formatted(file.getFileName(), line(text, found.start())), found.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long line(String text, int position) {
        return text.substring(0, position).lines().count() + 1;
    }

    private DocumentedExample withoutStars() {
        return new DocumentedExample(place, text.replaceAll("(?m)^ *\\* ?", ""));
    }

    /** Returns the code as a file of its own, if it is none yet: members and statements get a class around them. */
    String source(String packageName) {
        return text.startsWith("package ")
                ? text
                : "package %s;%n%s%n%s%n%s".formatted(packageName, IMPORTS, type(), UNSHOWN);
    }

    private String type() {
        if (TYPE.matcher(text).find()) {
            return text;
        }
        return isMember()
                ? "class Fragment {%n%s%n}".formatted(text)
                : "class Fragment { void statements() throws Exception {%n%s%n} }".formatted(text);
    }

    private boolean isMember() {
        Matcher member = MEMBER.matcher(text);
        return member.find() && member.start() == 0;
    }
}
