package demoiam_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

func BenchmarkCompany100k(b *testing.B) {
	for b.Loop() {
		demoiam.Company(100_000, demoiam.Latency{})
	}
}

func BenchmarkCredentialReport100k(b *testing.B) {
	s := demoiam.Company(100_000, demoiam.Latency{})
	for b.Loop() {
		s.SetReport(0)
	}
}

// A page from the middle, the server's part of the work alone.
func BenchmarkListUsers1000Of100k(b *testing.B) {
	s := demoiam.Company(100_000, demoiam.Latency{})
	const form = "Action=ListUsers&Version=2010-05-08&MaxItems=1000&Marker=YWZ0ZXI6bQ=="
	for b.Loop() {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/", strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Body.Len() < 200_000 {
			b.Fatalf("HTTP %d, %d bytes", w.Code, w.Body.Len())
		}
	}
}

func BenchmarkOrganizationOf500(b *testing.B) {
	for b.Loop() {
		demoiam.CompanyOrganization(500, 200, demoiam.Latency{})
	}
}
