// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.cluster.Images;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** CronJob {@code report}: asks Service {@code back} with the key of its sandbox, if it is in one, and ends. */
final class ReportJob {

    static final String CRON_JOB = """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: report, namespace: hops}
            spec:
              schedule: "0 3 * * *"
              jobTemplate:
                spec:
                  backoffLimit: 6
                  ttlSecondsAfterFinished: 0
                  template:
                    metadata: {labels: {app: report}}
                    spec:
                      restartPolicy: OnFailure
                      containers:
                      - name: report
                        image: test/report:1
                        env: [{name: END, value: "0"}]
            """;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ReportJob() {}

    /** Returns the same CronJob of another namespace. */
    static String in(String namespace) {
        return CRON_JOB.replace("namespace: hops", "namespace: " + namespace);
    }

    static void images(Images images) {
        images.inProcess("test/report:*", ReportJob::start);
        images.inProcess("test/report:endless", container -> PodServer.of(Map.of(), () -> {}));
    }

    private static PodServer start(PodContainer container) throws IOException, InterruptedException {
        Map<String, String> env = container.env();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://%s:%s/".formatted(env.get("BACK_SERVICE_HOST"), env.get("BACK_SERVICE_PORT"))));
        String baggage = env.get("SPURLINE_POD_BAGGAGE");
        if (baggage != null) {
            request.header("baggage", baggage);
        }
        container.log("password=hunter2hunter2");
        container.log("report of "
                + CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        container.exit(Integer.parseInt(env.get("END")));
        return PodServer.of(Map.of(), () -> {});
    }
}
