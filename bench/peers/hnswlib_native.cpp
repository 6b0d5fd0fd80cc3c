// hnswlib compiled for this very processor: the package of Debian's Python is compiled for any, and so computes with narrow vectors.
//   g++ -O3 -march=native -std=c++17 -pthread bench/peers/hnswlib_native.cpp -o hnswlib_native     (Debian: libhnswlib-dev)
//   hnswlib_native BASE.npy QUERIES.npy NAME
// Prints the lines that `search.py hnsw` prints.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include <hnswlib/hnswlib.h>

namespace {

constexpr size_t kNeighbors = 10;
constexpr size_t kM = 16;
constexpr size_t kEfConstruction = 200;
constexpr int kRounds = 5;
constexpr size_t kWidths[] = {10, 15, 20, 30, 40, 60, 80, 120, 200, 400};

struct Vectors {
  size_t rows = 0, columns = 0;
  std::vector<float> data;
  const float* operator[](size_t row) const { return data.data() + row * columns; }
};

// NumPy's format 1.0 as Kindred.Benchmarks writes it.
Vectors Load(const char* path) {
  std::ifstream file(path, std::ios::binary);
  char start[10];
  file.read(start, sizeof start);
  std::string header(static_cast<unsigned char>(start[8]) + 256 * static_cast<unsigned char>(start[9]), ' ');
  file.read(header.data(), header.size());
  Vectors vectors;
  auto shape = header.find("'shape': (");
  if (!file || shape == std::string::npos || std::sscanf(header.c_str() + shape, "'shape': (%zu, %zu)", &vectors.rows, &vectors.columns) != 2) {
    std::cerr << path << " has no rows of float32 in NumPy's format 1.0\n";
    std::exit(1);
  }
  vectors.data.resize(vectors.rows * vectors.columns);
  file.read(reinterpret_cast<char*>(vectors.data.data()), vectors.data.size() * sizeof(float));
  return vectors;
}

double Seconds(const std::function<void()>& work) {
  auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void OnEveryCore(size_t count, const std::function<void(size_t)>& work) {
  std::atomic<size_t> next{0};
  std::vector<std::thread> threads;
  for (unsigned thread = 0; thread < std::thread::hardware_concurrency(); thread++)
    threads.emplace_back([&] {
      for (size_t item; (item = next++) < count;) work(item);
    });
  for (auto& thread : threads) thread.join();
}

void Print(const char* table, const Vectors& base, const char* name, const std::string& figures) {
  std::printf("{\"table\":\"%s\",\"library\":\"hnswlib\",\"method\":\"native\",\"vectors\":%zu,\"dimensions\":%zu,\"data\":\"%s\",%s}\n",
              table, base.rows, base.columns, name, figures.c_str());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "hnswlib_native BASE.npy QUERIES.npy NAME\n";
    return 2;
  }
  const Vectors base = Load(argv[1]), queries = Load(argv[2]);
  hnswlib::InnerProductSpace space(base.columns);

  std::vector<std::unordered_set<hnswlib::labeltype>> truth(queries.rows);
  {
    hnswlib::BruteforceSearch<float> exact(&space, base.rows);
    for (size_t row = 0; row < base.rows; row++) exact.addPoint(base[row], row);
    OnEveryCore(queries.rows, [&](size_t query) {
      for (auto found = exact.searchKnn(queries[query], kNeighbors); !found.empty(); found.pop()) truth[query].insert(found.top().second);
    });
  }

  hnswlib::HierarchicalNSW<float> graph(&space, base.rows, kM, kEfConstruction, 1);
  const double built = Seconds([&] { OnEveryCore(base.rows, [&](size_t row) { graph.addPoint(base[row], row); }); });
  Print("build", base, argv[3], "\"m\":16,\"efConstruction\":200,\"threads\":" + std::to_string(std::thread::hardware_concurrency()) +
        ",\"seconds\":[" + std::to_string(built) + "]");

  for (size_t width : kWidths) {
    graph.setEf(width);
    size_t right = 0;
    for (size_t query = 0; query < queries.rows; query++)
      for (auto found = graph.searchKnn(queries[query], kNeighbors); !found.empty(); found.pop()) right += truth[query].count(found.top().second);

    std::string rounds;
    for (int round = 0; round < kRounds; round++) {
      const double seconds = Seconds([&] {
        for (size_t query = 0; query < queries.rows; query++) graph.searchKnn(queries[query], kNeighbors);
      });
      char figure[32];
      std::snprintf(figure, sizeof figure, "%s%.9g", round ? "," : "", seconds / queries.rows);
      rounds += figure;
    }
    Print("hnsw", base, argv[3], "\"ef\":" + std::to_string(width) + ",\"recall\":" +
          std::to_string(double(right) / (queries.rows * kNeighbors)) + ",\"threads\":1,\"seconds\":[" + rounds + "]");
  }
}
