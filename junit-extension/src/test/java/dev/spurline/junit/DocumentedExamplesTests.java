// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows can be compiled. */
class DocumentedExamplesTests {

    private static final Path ROOT = DocumentationPage.root();

    @TempDir
    private Path classes;

    @Test
    void pagesCompile() {
        List<DocumentedExample> examples = DocumentedExample.ofPages(ROOT);

        assertThat(examples).extracting(DocumentedExample::place).anyMatch(place -> place.startsWith("README.md:"));
        assertThat(compile(examples)).isEmpty();
    }

    @Test
    void javadocCompiles() {
        List<DocumentedExample> examples = DocumentedExample.ofJavadoc(ROOT);

        assertThat(examples).extracting(DocumentedExample::place).anyMatch(place -> place.startsWith("Sandbox.java:"));
        assertThat(compile(examples)).isEmpty();
    }

    /** README's first command runs this class, and no other. */
    @Test
    void theFirstClassOfReadmeIsTheOneThatItsFirstCommandRuns() throws IOException {
        DocumentedExample first = DocumentedExample.ofPages(ROOT).get(0);
        Path shop = ROOT.resolve("examples/shop/src/test/java/dev/spurline/examples/shop");

        assertThat(first.place()).startsWith("README.md:");
        assertThat(Files.readString(shop.resolve("DiscountIT.java")).strip())
                .endsWith(first.text().strip());
        assertThat(ROOT.resolve("try/.mvn/maven.config")).content().contains("-Dit.test=DiscountIT");
    }

    @Test
    void anExampleThatIsWrongIsFound() {
        List<String> problems = compile(List.of(
                new DocumentedExample("page.md:1", "@Sandbox(fork = @Fork(\"pricing\"))\nclass Right {}"),
                new DocumentedExample("page.md:7", "@Sandbox(forks = @Fork(\"pricing\"))\nclass Wrong {}"),
                new DocumentedExample("page.md:9", "String key = new RoutingKey(\"k7f3q5tbma\");")));

        assertThat(problems)
                .anyMatch(problem -> problem.startsWith("page.md:7: ") && problem.contains("forks()"))
                .anyMatch(problem -> problem.startsWith("page.md:9: ") && problem.contains("incompatible types"))
                .noneMatch(problem -> problem.startsWith("page.md:1: "));
    }

    private List<String> compile(List<DocumentedExample> examples) {
        List<Source> sources = IntStream.range(0, examples.size())
                .mapToObj(index -> new Source(examples.get(index), "example" + index))
                .toList();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        compiler.getTask(null, null, found, options(), null, sources).call();
        List<String> problems = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> problem : found.getDiagnostics()) {
            if (problem.getKind() == Diagnostic.Kind.ERROR && problem.getSource() instanceof Source source) {
                problems.add(source.example.place() + ": " + problem.getMessage(null));
            }
        }
        return problems;
    }

    private List<String> options() {
        return List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
    }

    private static final class Source extends SimpleJavaFileObject {

        private final DocumentedExample example;
        private final String packageName;

        Source(DocumentedExample example, String packageName) {
            super(URI.create("string:///%s/Example.java".formatted(packageName)), Kind.SOURCE);
            this.example = example;
            this.packageName = packageName;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return example.source(packageName);
        }
    }
}
