// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spurline.cluster.internal.yaml.KubernetesYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes that docs/ci.md refers to: as much of them as can be checked without their servers. */
class CiRecipesTests {

    private static final Path RECIPES = DocumentationPage.root().resolve("docs/ci");

    /** What GitHub puts in before a shell sees the line. */
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{.*?}}");

    private static final Pattern SHELL_OF_JENKINS = Pattern.compile("(?m)^ *sh '(.*)'$");

    @Test
    void eachRecipeIsReferredTo() throws IOException {
        String page = Files.readString(RECIPES.resolveSibling("ci.md"));

        try (Stream<Path> recipes = Files.list(RECIPES)) {
            assertThat(recipes.map(recipe -> "(ci/" + recipe.getFileName() + ")")
                            .toList())
                    .hasSize(3)
                    .allSatisfy(link -> assertThat(page).contains(link));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"github.yml", "gitlab-ci.yml"})
    void yamlIsYaml(String recipe) throws IOException {
        assertThat(BlockCheck.yaml(read(recipe))).isEmpty();
    }

    @Test
    void theJenkinsfileIsGroovy() throws IOException {
        assertThat(BlockCheck.groovy(read("Jenkinsfile"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"github.yml", "gitlab-ci.yml", "Jenkinsfile"})
    void settingsAreThere(String recipe) throws IOException {
        String text = read(recipe);

        assertThat(BlockCheck.unknownSettings(text)).isEmpty();
        assertThat(text).contains("SPURLINE_NAMESPACE", "-Dspurline.image.pricing=");
        assertThat(text).containsAnyOf("SPURLINE_CONTEXT", "SPURLINE_CLUSTER");
    }

    @Test
    void shellLinesAreShell() throws IOException {
        assumeTrue(BlockCheck.hasBash(), "no bash on the PATH");
        List<String> lines = Stream.of(
                        BlockCheck.texts(tree("github.yml"), "run").stream()
                                .map(text -> EXPRESSION.matcher(text).replaceAll("value")),
                        BlockCheck.texts(tree("gitlab-ci.yml"), "script").stream(),
                        SHELL_OF_JENKINS.matcher(read("Jenkinsfile")).results().map(line -> line.group(1)))
                .flatMap(some -> some)
                .toList();

        assertThat(lines).hasSizeGreaterThan(6);
        assertThat(lines.stream().flatMap(line -> BlockCheck.shell(line).stream()))
                .isEmpty();
    }

    /** What is put into a shell line as text could be a command. */
    @Test
    void noShellLineHasAnExpression() throws IOException {
        assertThat(BlockCheck.texts(tree("github.yml"), "run"))
                .noneMatch(text -> EXPRESSION.matcher(text).find());
    }

    /** GitLab refuses a file with such a job. Source: docs.gitlab.com/ci/jobs/#job-names. */
    @Test
    void noJobOfGitlabHasTheNameOfAKeyword() throws IOException {
        assertThat(((Map<?, ?>) tree("gitlab-ci.yml")).entrySet())
                .filteredOn(entry -> entry.getValue() instanceof Map<?, ?> job && job.containsKey("script"))
                .extracting(entry -> String.valueOf(entry.getKey()))
                .contains("sandbox")
                .doesNotContain(
                        "image",
                        "services",
                        "stages",
                        "before_script",
                        "after_script",
                        "variables",
                        "cache",
                        "include",
                        "pages",
                        "default",
                        "workflow");
    }

    @Test
    void noneRunsForPullRequestsOfForks() throws IOException {
        assertThat(read("github.yml"))
                .contains("github.event.pull_request.head.repo.full_name == github.repository")
                .doesNotContain("pull_request_target:");
        assertThat(read("gitlab-ci.yml")).contains("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID != $CI_PROJECT_ID");
        assertThat(read("Jenkinsfile").split("env.CHANGE_FORK == null", -1)).hasSize(3);
    }

    private static Object tree(String recipe) throws IOException {
        return Objects.requireNonNull(
                KubernetesYaml.documents(read(recipe)).get(0).value());
    }

    private static String read(String recipe) throws IOException {
        return Files.readString(RECIPES.resolve(recipe));
    }
}
