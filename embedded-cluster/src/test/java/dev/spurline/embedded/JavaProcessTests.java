// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.Images;
import dev.spurline.embedded.internal.node.machine.ImageCatalogue;
import dev.spurline.embedded.internal.node.machine.ImageReference;
import dev.spurline.embedded.internal.node.machine.NodeImage;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class of this class path runs as a process, however this JVM was started. */
class JavaProcessTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ANSWER = "hello from a process with [first, second]\n";

    @TempDir
    Path directory;

    /** What runs as a process. */
    public static final class Hello {

        private Hello() {}

        /** Says hello, by a class that is not in the JDK. */
        public static void main(String[] args) {
            assertThat(args).isNotEmpty();
            System.out.println("hello from a process with " + List.of(args));
        }
    }

    /** A JVM that starts the process from another directory, and says what it said. */
    public static final class Starter {

        private Starter() {}

        /** Starts it. */
        public static void main(String[] args) throws Exception {
            ImageCatalogue images = new ImageCatalogue();
            images.javaProcess("test/hello:*", Hello.class, "first", "second");
            NodeImage image = images.find(new ImageReference("test/hello:1")).orElseThrow();
            System.exit(new ProcessBuilder(((NodeImage.LocalProcess) image).entrypoint())
                    .directory(new File("/"))
                    .inheritIO()
                    .start()
                    .waitFor());
        }
    }

    /** Loads all but itself from Surefire's class path, as Surefire does with useSystemClassLoader=false. */
    public static final class Isolated {

        private Isolated() {}

        /** Starts the process. */
        public static void main(String[] args) throws Exception {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("surefire.test.class.path").split(File.pathSeparator, -1)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            try (URLClassLoader loader =
                    new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
                loader.loadClass(args[0]).getMethod("main", String[].class).invoke(null, (Object) args);
            }
        }
    }

    /** A JVM with a cluster in which the process is a pod; says what the pod said. */
    public static final class ClusterStarter {

        private ClusterStarter() {}

        /** Starts it. */
        public static void main(String[] args) {
            try (EmbeddedCluster cluster = EmbeddedCluster.start(ClusterStarter::describe);
                    KubernetesClient client = new KubernetesClientBuilder()
                            .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                            .build()) {
                System.out.print(Awaitility.await()
                        .atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(
                                () -> client.pods()
                                        .inNamespace("default")
                                        .withName("hello")
                                        .getLog(),
                                log -> !log.isEmpty()));
            }
        }

        private static void describe(ClusterSpec cluster) {
            cluster.mesh(ClusterSpec.Mesh.NONE).manifests("""
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: hello}
                    spec:
                      restartPolicy: Never
                      containers: [{name: main, image: "test/hello:1", args: [second]}]
                    """);
            cluster.images().javaProcess("test/hello:*", List.of("-Xmx32m"), Hello.class, "first");
        }
    }

    @Test
    void runsWhereTheClassPathIsNamedByArguments() throws Exception {
        String relative = classPath()
                .map(entry -> directory.relativize(Path.of(entry)).toString())
                .collect(Collectors.joining(File.pathSeparator));

        assertThat(java("-cp", relative, Starter.class.getName())).isEqualTo(ANSWER);
    }

    @Test
    void runsWhereTheClassPathIsAJarOfOneManifest() throws Exception {
        Path jar = jar("booter.jar", manifest());

        assertThat(java("-cp", jar.toString(), Starter.class.getName())).isEqualTo(ANSWER);
    }

    @Test
    void runsWhereAJarStartsThatNamesOthers() throws Exception {
        Manifest manifest = manifest();
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Starter.class.getName());

        assertThat(java("-jar", jar("app.jar", manifest).getFileName().toString()))
                .isEqualTo(ANSWER);
    }

    @Test
    void runsWhereClassesAreLoadedBySurefireItself() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Path jar = jar("surefire.jar", manifest, Isolated.class);
        String tests = "-Dsurefire.test.class.path=" + classPath().collect(Collectors.joining(File.pathSeparator));

        assertThat(java(tests, "-cp", jar.toString(), Isolated.class.getName(), Starter.class.getName()))
                .isEqualTo(ANSWER);
    }

    /** Linux takes 128 KiB in one argument. */
    @Test
    void runsWithAClassPathThatNoArgumentCanHold() throws Exception {
        String missing = directory.resolve("quoted \"and\" \\missing").toString();
        String longPath = Stream.concat(Collections.nCopies(5_000, missing).stream(), classPath())
                .collect(Collectors.joining(File.pathSeparator));
        String quoted = longPath.replace("\\", "\\\\").replace("\"", "\\\"");
        Path arguments = Files.writeString(directory.resolve("arguments"), "-cp \"" + quoted + "\"");

        Path temporary = Files.createDirectory(directory.resolve("temporary"));

        String said = java("-Djava.io.tmpdir=" + temporary, "@" + arguments, ClusterStarter.class.getName());

        assertThat(longPath).hasSizeGreaterThan(128 * 1024);
        assertThat(said).endsWith(ANSWER);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void refusesAClassWithoutMain() {
        assertThatThrownBy(() -> images().javaProcess("test/hello:*", String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Class [java.lang.String] cannot run as a process: it has no public static void"
                        + " main(String[])");
    }

    @Test
    void refusesAClassThatIsInsideOfAJar() throws Exception {
        Path jar = directory.resolve("app.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            write(out, "BOOT-INF/classes/", Hello.class);
        }
        URI inside = URI.create("jar:" + jar.toUri() + "!/BOOT-INF/classes/");

        assertThatThrownBy(() -> images().javaProcess("test/hello:*", load(inside.toURL())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Class [%s] cannot run as a process: it was loaded from [%s], which is inside of a jar, and no class path leads there. Extract an executable jar of Spring Boot before (java -Djarmode=tools -jar app.jar extract), and start what comes out. Name a command that can with Images.process(pattern, command)"
                                .formatted(Hello.class.getName(), inside));
    }

    @Test
    void refusesAClassThatIsNotOnTheClassPath() throws Exception {
        Path jar = jar("other.jar", manifest(), Hello.class);

        assertThatThrownBy(() ->
                        images().javaProcess("test/hello:*", load(jar.toUri().toURL())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Class [%s] cannot run as a process: it was loaded from [%s], which is not on the class path of this JVM. Name a command that can with Images.process(pattern, command)"
                                .formatted(Hello.class.getName(), jar.toUri().toURL()));
    }

    private static Images images() {
        return new ImageCatalogue();
    }

    private static Class<?> load(URL place) throws IOException, ClassNotFoundException {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {place}, ClassLoader.getPlatformClassLoader())) {
            return loader.loadClass(Hello.class.getName());
        }
    }

    private static Stream<String> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString());
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        classPath()
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        return manifest;
    }

    private Path jar(String name, Manifest manifest, Class<?>... classes) throws IOException {
        Path jar = directory.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Class<?> type : classes) {
                write(out, "", type);
            }
        }
        return jar;
    }

    private static void write(JarOutputStream out, String folder, Class<?> type) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new ZipEntry(folder + file));
        try (var in = type.getClassLoader().getResourceAsStream(file)) {
            in.transferTo(out);
        }
    }

    private String java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(errors.toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return said;
    }
}
