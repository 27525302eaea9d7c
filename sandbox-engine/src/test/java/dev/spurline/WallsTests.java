// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Holds the walls of the engine. */
@AnalyzeClasses(packages = "dev.spurline", importOptions = WallsTests.EngineOnly.class)
class WallsTests {

    /**
     * The rooms of the engine, drawn in docs/architecture.md: each may know those before it, and none after it. Values come
     * first, then what reaches the cluster, then the stations of the corridor from left to right, then who walks it. Public
     * packages are rooms, too, by their whole names, or circles through them would not be seen. {@code dev.spurline} alone
     * is none: it is the words that all rooms speak, and the door to them.
     */
    private static final List<String> ROOMS = List.of(
            // Values and pure functions.
            "text",
            "secrets",
            "provider",
            "dev.spurline.settings",
            "settings",
            "work",
            "survey",
            "routing",
            "plan",
            "explain",
            // What reaches the cluster.
            "kubeconfig",
            "connect",
            "watch",
            "tunnel",
            "anchor",
            // The stations.
            "reading",
            "preflight",
            "apply",
            "diagnosis",
            "ready",
            "live",
            "entry",
            "compare",
            "evidence",
            "jobs",
            "follow",
            "trace",
            "undo",
            // Who walks the corridor, and what others may ask of it.
            "dev.spurline.framework",
            "corridor",
            "report",
            "engine");

    @ArchTest
    static final ArchRule knowsNeitherTestsNorTheEmbeddedCluster = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..", "dev.spurline.embedded..", "dev.spurline.junit..");

    /** The client library is made of it, which only the making of a client has to know; and a tunnel that speaks HTTP. */
    @ArchTest
    static final ArchRule onlyConnectionsAndTunnelsKnowVertx = noClasses()
            .that()
            .resideOutsideOfPackages("dev.spurline.internal.connect", "dev.spurline.internal.tunnel")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..");

    @ArchTest
    static final ArchRule onlyThreePackagesArePublic = classes()
            .should()
            .resideInAnyPackage(
                    "dev.spurline", "dev.spurline.framework", "dev.spurline.settings", "dev.spurline.internal..");

    @ArchTest
    static final ArchRule publicSignaturesAreFreeOfKubernetesTypes = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("dev.spurline", "dev.spurline.framework", "dev.spurline.settings")
            .and()
            .arePublic()
            .should(speakOwnLanguage());

    @ArchTest
    static final ArchRule roomsDoNotDependOnEachOtherInCircles =
            slices().assignedFrom(rooms()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsStandInOrder =
            classes().that().resideOutsideOfPackage("dev.spurline").should(dependOnEarlierRoomsOnly());

    @ArchTest
    static final ArchRule planningIsPure = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.spurline.internal.explain..",
                    "dev.spurline.internal.plan..",
                    "dev.spurline.internal.routing..")
            .should()
            .dependOnClassesThat(clients());

    @ArchTest
    static final ArchRule packagesAreNullMarked = classes().should(beInNullMarkedPackages());

    @ArchTest
    static final ArchRule onlyItsProgramPrints = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.spurline.Doctor")
            .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule noJavaUtilLogging = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    /** The engine's own classes: other modules lie under {@code dev.spurline} on the class path of its tests, too. */
    static final class EngineOnly implements ImportOption {

        private final String classes = SandboxEngine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();

        @Override
        public boolean includes(Location location) {
            return location.contains(classes);
        }
    }

    private static ArchCondition<JavaClass> dependOnEarlierRoomsOnly() {
        return new ArchCondition<>("depend on rooms only that stand before their own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                int own = ROOMS.indexOf(room(type));
                if (own < 0) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is in a room without a place"));
                }
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> ROOMS.indexOf(room(dependency.getTargetClass())) > own)
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
            }
        };
    }

    private static SliceAssignment rooms() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String room = room(type);
                return room.isEmpty() ? SliceIdentifier.ignore() : SliceIdentifier.of(room);
            }

            @Override
            public String getDescription() {
                return "rooms, public ones included";
            }
        };
    }

    /** Returns the room of a type; empty if it is in none. */
    private static String room(JavaClass type) {
        String prefix = "dev.spurline.internal.";
        String name = type.getPackageName();
        if (name.startsWith(prefix)) {
            return name.substring(prefix.length()).split("\\.", 2)[0];
        }
        return name.startsWith("dev.spurline.") ? name : "";
    }

    private static DescribedPredicate<JavaClass> clients() {
        return DescribedPredicate.describe(
                "are Kubernetes clients",
                type -> type.getName().equals("io.fabric8.kubernetes.client.KubernetesClient")
                        || type.getPackageName().startsWith("io.fabric8.kubernetes.client.http"));
    }

    private static ArchCondition<JavaMethod> speakOwnLanguage() {
        return new ArchCondition<>("have no type of fabric8 in their signature") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .filter(type -> type.getPackageName().startsWith("io.fabric8"))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " shows " + type.getName())));
            }
        };
    }

    private static ArchCondition<JavaClass> beInNullMarkedPackages() {
        return new ArchCondition<>("be in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " is in a package without @NullMarked"));
                }
            }
        };
    }
}
