// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.spring.tax;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /rate} answers with the rate that the property {@code tax.percent} sets. */
@SpringBootApplication
@RestController
public class Tax {

    private final int percent;

    Tax(@Value("${tax.percent}") int percent) {
        this.percent = percent;
    }

    /** Runs the service until the process is ended. */
    public static void main(String[] args) {
        SpringApplication.run(Tax.class, args);
    }

    @GetMapping("/rate")
    Map<String, Integer> rate() {
        return Map.of("percent", percent);
    }
}
