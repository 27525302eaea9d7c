// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.SaveImagesCmd;
import dev.spurline.examples.shop.Cart;
import dev.spurline.examples.shop.Inventory;
import dev.spurline.examples.shop.Newsletter;
import dev.spurline.examples.shop.Pricing;
import dev.spurline.examples.shop.Storefront;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The images of the shop's services and of the workloads of routing cases, made of the jars that this JVM runs with, as an archive that containerd imports. */
record BuiltImages(Path archive) implements AutoCloseable {

    /** The image of the workloads of routing cases. */
    static final String ROUTING = "shop/routing-workload:1";

    private static final String LIBRARIES = "/app/";

    /** The programs' own classes, and the libraries that they use. */
    private static final List<Class<?>> IN_JARS = List.of(
            Storefront.class,
            RoutingWorkload.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonProperty.class,
            OpenTelemetry.class,
            Context.class);

    private record Service(String image, Class<?> main, Map<String, String> environment) {}

    private static final List<Service> SERVICES = List.of(
            new Service("shop/storefront:1", Storefront.class, Map.of()),
            new Service("shop/cart:1", Cart.class, Map.of()),
            new Service("shop/pricing:1", Pricing.class, Map.of()),
            new Service("shop/pricing:sale", Pricing.class, Map.of("LIST_PRICE", "50")),
            new Service("shop/inventory:1", Inventory.class, Map.of()),
            new Service("shop/newsletter:1", Newsletter.class, Map.of()),
            new Service(ROUTING, RoutingWorkload.class, Map.of()));

    static BuiltImages of(E2eSettings settings) throws IOException {
        try (SaveImagesCmd save = DockerClientFactory.lazyClient().saveImagesCmd()) {
            for (Service service : SERVICES) {
                String image = settings.image(service.image());
                build(service, image, settings.baseImage());
                int colon = image.lastIndexOf(':');
                save.withImage(image.substring(0, colon), image.substring(colon + 1));
            }
            Path archive = Files.createTempFile("spurline-e2e", ".tar");
            try (InputStream images = save.exec()) {
                Files.copy(images, archive, StandardCopyOption.REPLACE_EXISTING);
            }
            return new BuiltImages(archive);
        }
    }

    private static void build(Service service, String image, String base) {
        ImageFromDockerfile build = new ImageFromDockerfile(image, true).withDockerfileFromBuilder(file -> {
            file.from(base).copy("app", LIBRARIES);
            // ENV without a variable is refused.
            service.environment().forEach(file::env);
            file.entryPoint("java", "-cp", classPath(), service.main().getName())
                    .build();
        });
        IN_JARS.forEach(type -> build.withFileFromPath("app/" + name(type), ClassLocation.of(type)));
        build.get();
    }

    private static String classPath() {
        return String.join(
                ":", IN_JARS.stream().map(type -> LIBRARIES + name(type)).toList());
    }

    /** Numbered, as directories of classes, which a build without packages has, have the same name. */
    private static String name(Class<?> type) {
        return IN_JARS.indexOf(type) + "-" + ClassLocation.of(type).getFileName();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(archive);
    }
}
